"""From the store to reports and exports, and reports read back."""
