"""Lists that come in and files that go out; knows the model only, neither screens nor the database."""
