{{- define "schema-gate.watch" -}}
{{- $watch := .Values.schemaGate.watch | default "" }}
{{- if not (has $watch (list "" "pod" "database-pods")) }}
{{- fail "schemaGate.watch is pod or database-pods" }}
{{- end }}
{{- $watch }}
{{- end }}

{{- define "schema-gate.role.name" -}}
{{ .Release.Name }}-schema-gate-log
{{- end }}

{{- define "schema-gate.serviceAccount" -}}
automountServiceAccountToken: false
{{- if include "schema-gate.watch" . }}
serviceAccountName: {{ include "schema-gate.role.name" . }}
{{- end }}
{{- end }}

{{- define "schema-gate.role" -}}
{{- $watch := include "schema-gate.watch" . }}
{{- if $watch -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "schema-gate.role.name" . }}
automountServiceAccountToken: false
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ include "schema-gate.role.name" . }}
rules:
  {{- if eq $watch "database-pods" }}
  - apiGroups: [""]
    resources: ["pods"]
    verbs: ["list"]
  {{- end }}
  - apiGroups: [""]
    resources: ["pods/log"]
    verbs: ["get"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ include "schema-gate.role.name" . }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ include "schema-gate.role.name" . }}
subjects:
  - kind: ServiceAccount
    name: {{ include "schema-gate.role.name" . }}
{{- end }}
{{- end }}
