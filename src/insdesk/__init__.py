"""insdesk: the desk at which a liberal practitioner qualifies the INS of patients."""

__version__ = "0.1.0"
