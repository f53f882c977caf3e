"""Who codes: coders, codebooks, language models, training."""
