"""Many passages of real text, with vectors that lie among each other as real ones do."""
