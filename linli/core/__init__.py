"""What every capability stands on. No models; imports no app."""
