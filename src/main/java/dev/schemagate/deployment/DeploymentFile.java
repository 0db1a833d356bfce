package dev.schemagate.deployment;

/** A YAML file: manifests, or a configuration file of LiteLLM. */
public record DeploymentFile(String name, String text) {}
