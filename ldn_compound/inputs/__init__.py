"""What each public function takes, declared once: names, types, bounds and help of its inputs."""
