"""A question in, FAQ ids out: a keyword index in this process, no network, no model."""
