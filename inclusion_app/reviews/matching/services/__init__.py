"""What changes proposals: made, changed place by place, confirmed."""
