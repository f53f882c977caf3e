"""The study as a Prefect flow: tasks, forms, artifacts, deployments."""
