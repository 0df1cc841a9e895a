"""How the drug is weighed: balance, triturations, stock triturations and solutions."""
