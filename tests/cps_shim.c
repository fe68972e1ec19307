/* A PKCS#11 module for tests, in front of SoftHSM: it behaves as a card does, and as a broken one.
   What it does is told by files in $CPS_SHIM_DIR: fails (tries used, kept there), removed, crash,
   hang, noise, keypad, and at one call only crash_at_login, hang_at_login, hang_at_find,
   hang_at_sign. It tells in `sessions` how many sessions of this process are open, and
   how many one process ever had. Tests only. */
#include <p11-kit/pkcs11.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static CK_FUNCTION_LIST ours;
static CK_FUNCTION_LIST_PTR real;

static void place(const char *name, char *path, size_t size) {
  const char *folder = getenv("CPS_SHIM_DIR");
  snprintf(path, size, "%s/%s", folder ? folder : ".", name);
}

static int told(const char *name) {
  char path[1024];
  place(name, path, sizeof path);
  return access(path, F_OK) == 0;
}

static int wrong_codes(int change) {
  char path[1024];
  int count = 0;
  place("fails", path, sizeof path);
  FILE *file = fopen(path, "r");
  if (file) {
    if (fscanf(file, "%d", &count) != 1) count = 0;
    fclose(file);
  }
  if (change) {
    count = change < 0 ? 0 : count + change;
    file = fopen(path, "w");
    if (file) {
      fprintf(file, "%d", count);
      fclose(file);
    }
  }
  return count;
}

static void count_login(void) {
  char path[1024];
  place("logins", path, sizeof path);
  FILE *file = fopen(path, "a");
  if (file) {
    fputc('x', file);
    fclose(file);
  }
}

static void misbehave(void) {
  if (told("noise")) {
    puts("a library may write anything here");
    fflush(stdout);
  }
  if (told("crash")) abort();
  while (told("hang")) usleep(10000);
}

static CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR code, CK_ULONG size) {
  count_login();
  if (told("crash_at_login")) abort();
  while (told("hang_at_login")) usleep(10000);
  misbehave();
  if (told("removed")) return CKR_DEVICE_REMOVED;
  if (wrong_codes(0) >= 3) return CKR_PIN_LOCKED;
  if (told("keypad") && code == NULL) {
    CK_UTF8CHAR typed[] = "1234";
    return real->C_Login(session, user, typed, 4);
  }
  CK_RV result = real->C_Login(session, user, code, size);
  if (result == CKR_PIN_INCORRECT) wrong_codes(1);
  if (result == CKR_OK) wrong_codes(-1);
  return result;
}

static CK_RV token_info(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info) {
  misbehave();
  if (told("removed")) return CKR_TOKEN_NOT_PRESENT;
  CK_RV result = real->C_GetTokenInfo(slot, info);
  if (result != CKR_OK) return result;
  int wrong = wrong_codes(0);
  info->flags &= ~(CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED);
  if (wrong >= 3) info->flags |= CKF_USER_PIN_LOCKED;
  else if (wrong == 2) info->flags |= CKF_USER_PIN_FINAL_TRY;
  else if (wrong == 1) info->flags |= CKF_USER_PIN_COUNT_LOW;
  if (told("keypad")) info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
  memcpy(info->model, "ChipDoc         ", 16);
  return CKR_OK;
}

static CK_RV slots(CK_BBOOL present, CK_SLOT_ID_PTR list, CK_ULONG_PTR count) {
  misbehave();
  if (present && told("removed")) {
    *count = 0;
    return CKR_OK;
  }
  return real->C_GetSlotList(present, list, count);
}

static int now_open, most_open;

static void tell_sessions(int change) {
  char path[1024];
  now_open += change;
  if (now_open > most_open) most_open = now_open;
  place("sessions", path, sizeof path);
  FILE *file = fopen(path, "w");
  if (file) {
    fprintf(file, "%d %d", now_open, most_open);
    fclose(file);
  }
}

static void begin_sessions(void) {
  char path[1024];
  int left;
  place("sessions", path, sizeof path);
  FILE *file = fopen(path, "r");
  if (file) {
    if (fscanf(file, "%d %d", &left, &most_open) != 2) most_open = 0;
    fclose(file);
  }
  tell_sessions(0);
}

static CK_RV open_session(CK_SLOT_ID slot, CK_FLAGS flags, CK_VOID_PTR app, CK_NOTIFY tell,
                          CK_SESSION_HANDLE_PTR session) {
  if (told("removed")) return CKR_TOKEN_NOT_PRESENT;
  CK_RV result = real->C_OpenSession(slot, flags, app, tell, session);
  if (result == CKR_OK) tell_sessions(1);
  return result;
}

static CK_RV close_session(CK_SESSION_HANDLE session) {
  CK_RV result = real->C_CloseSession(session);
  if (result == CKR_OK) tell_sessions(-1);
  return result;
}

static CK_RV find(CK_SESSION_HANDLE session, CK_ATTRIBUTE_PTR wanted, CK_ULONG count) {
  while (told("hang_at_find")) usleep(10000);
  if (told("removed")) return CKR_DEVICE_REMOVED;
  return real->C_FindObjectsInit(session, wanted, count);
}

static CK_RV sign_init(CK_SESSION_HANDLE session, CK_MECHANISM_PTR how, CK_OBJECT_HANDLE key) {
  if (told("removed")) return CKR_DEVICE_REMOVED;
  return real->C_SignInit(session, how, key);
}

static CK_RV sign(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG size, CK_BYTE_PTR out,
                  CK_ULONG_PTR length) {
  while (told("hang_at_sign")) usleep(10000);
  misbehave();
  if (told("removed")) return CKR_DEVICE_REMOVED;
  return real->C_Sign(session, data, size, out, length);
}

__attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  const char *path = getenv("CPS_SHIM_REAL");
  void *library = dlopen(path ? path : "/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW | RTLD_LOCAL);
  if (!library) return CKR_GENERAL_ERROR;
  CK_C_GetFunctionList get = (CK_C_GetFunctionList)dlsym(library, "C_GetFunctionList");
  CK_RV result = get(&real);
  if (result != CKR_OK) return result;
  ours = *real;
  ours.C_Login = login;
  ours.C_GetTokenInfo = token_info;
  ours.C_GetSlotList = slots;
  ours.C_OpenSession = open_session;
  ours.C_CloseSession = close_session;
  begin_sessions();
  ours.C_FindObjectsInit = find;
  ours.C_SignInit = sign_init;
  ours.C_Sign = sign;
  *list = &ours;
  return CKR_OK;
}
