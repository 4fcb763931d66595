"""What builds, locks and checks this repository; nothing of it is installed with the packages."""
