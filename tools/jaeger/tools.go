//go:build tools

// Package tools names the program to build. A tool directive would ask for a tidy module file, and tidying fails: the
// checksum of one module that Jaeger only tests with cannot be looked up.
package tools

import _ "github.com/jaegertracing/jaeger/cmd/jaeger"
