/** Finds settings in Kubernetes manifests and LiteLLM configuration that let a neighbour destroy schema objects. */
@NullMarked
package dev.schemagate.lint.manifests;

import org.jspecify.annotations.NullMarked;
