module go.opentelemetry.io/ebpf-profiler

go 1.25.0
