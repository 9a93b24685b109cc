"""How well a model understands goals: shipped goals and tables, the rules of judging, and the score."""
