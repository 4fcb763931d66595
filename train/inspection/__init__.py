"""What training would make of data, shown before any GPU is paid for."""
