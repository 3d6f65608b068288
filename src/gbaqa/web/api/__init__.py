"""What machines ask over HTTP: one object of answer, whatever the protocol."""
