\d "Tax"
