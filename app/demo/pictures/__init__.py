"""The demo firm's photos and signatures, drawn by our own code."""
