{{/*
The gate as a native sidecar. In a Deployment's pod:
  spec:
    {{- include "schema-gate.serviceAccount" . | nindent 6 }}
    initContainers:
      {{- include "schema-gate.container" . | nindent 8 }}
    volumes:
      {{- include "schema-gate.volumes" . | nindent 8 }}
and, in a file of its own, {{ include "schema-gate.role" . }}, which is empty unless .watch needs it.
Values: schemaGate.databaseUrl, .databaseSecret, .migrations, .hotfixes (names of ConfigMaps), .app, .image, .env (a list),
.watch (pod or database-pods: whose log the gate reads through the Kubernetes API, with a token of its own), .databasePods (labels).
*/}}
{{- define "schema-gate.container" -}}
{{- $watch := include "schema-gate.watch" . -}}
- name: schema-gate
  image: {{ .Values.schemaGate.image | default (printf "schema-gate:%s" "0.1.0") }}
  restartPolicy: Always
  ports:
    - name: gate
      containerPort: 8180
  env:
    - name: GATE_DATABASE_URL
      value: {{ required "schemaGate.databaseUrl is the server itself, not a pooler" .Values.schemaGate.databaseUrl | quote }}
    - name: GATE_DATABASE_USERNAME
      valueFrom:
        secretKeyRef:
          name: {{ required "schemaGate.databaseSecret has the keys username and password" .Values.schemaGate.databaseSecret }}
          key: username
    - name: GATE_DATABASE_PASSWORD
      valueFrom:
        secretKeyRef:
          name: {{ required "schemaGate.databaseSecret has the keys username and password" .Values.schemaGate.databaseSecret }}
          key: password
    - name: GATE_APP
      value: {{ .Values.schemaGate.app | default .Release.Name | quote }}
    - name: GATE_POD
      valueFrom:
        fieldRef:
          fieldPath: metadata.name
    - name: GATE_REVISION
      valueFrom:
        fieldRef:
          fieldPath: metadata.labels['pod-template-hash']
    - name: GATE_WATCH_APPLICATION_NAME
      valueFrom:
        fieldRef:
          fieldPath: metadata.name
    - name: GATE_WATCH_LAST_REPLICA
      value: keep
    {{- if $watch }}
    - name: GATE_WATCH_SOURCES
      value: {{ $watch }}
    {{- end }}
    {{- if eq $watch "database-pods" }}
    - name: GATE_WATCH_DATABASE_PODS
      value: {{ required "schemaGate.databasePods are the labels of the database's pods" .Values.schemaGate.databasePods | quote }}
    {{- end }}
    {{- with .Values.schemaGate.env }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  startupProbe:
    httpGet:
      path: /started
      port: gate
    periodSeconds: 1
    failureThreshold: 600
  readinessProbe:
    httpGet:
      path: /ready
      port: gate
    periodSeconds: 2
    failureThreshold: 1
  livenessProbe:
    httpGet:
      path: /live
      port: gate
    periodSeconds: 10
  resources:
    requests:
      cpu: 10m
      memory: 64Mi
    limits:
      memory: 192Mi
  securityContext:
    runAsNonRoot: true
    runAsUser: 65532
    readOnlyRootFilesystem: true
    allowPrivilegeEscalation: false
    capabilities:
      drop: ["ALL"]
  volumeMounts:
    - name: schema-gate-migrations
      mountPath: /migrations
      readOnly: true
    - name: schema-gate-hotfixes
      mountPath: /hotfixes
      readOnly: true
    {{- if $watch }}
    - name: schema-gate-token
      mountPath: /var/run/secrets/kubernetes.io/serviceaccount
      readOnly: true
    {{- end }}
{{- end }}

{{- define "schema-gate.volumes" -}}
- name: schema-gate-migrations
  configMap:
    name: {{ .Values.schemaGate.migrations | default "migrations" }}
    optional: true
- name: schema-gate-hotfixes
  configMap:
    name: {{ .Values.schemaGate.hotfixes | default "hotfixes" }}
    optional: true
{{- if include "schema-gate.watch" . }}
# What Kubernetes would mount into every container, for the gate alone: the app gets no token.
- name: schema-gate-token
  projected:
    sources:
      - serviceAccountToken:
          path: token
          expirationSeconds: 3607
      - configMap:
          name: kube-root-ca.crt
          items:
            - key: ca.crt
              path: ca.crt
      - downwardAPI:
          items:
            - path: namespace
              fieldRef:
                fieldPath: metadata.namespace
{{- end }}
{{- end }}
