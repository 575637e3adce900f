"""Evidence files: what a school lays beside its self-review, and who may have it when."""
