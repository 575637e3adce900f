"""Rules of the schools feature: values in, values out."""
