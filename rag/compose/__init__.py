"""From passages to statements with quotations: by quoting alone, or with a language model."""
