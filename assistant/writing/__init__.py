"""An answer in a language model's sentences: asked for, checked one by one, or not given at all."""
