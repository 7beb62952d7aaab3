module qms-observability/tools/jaeger

go 1.26

require github.com/jaegertracing/jaeger v1.76.0

// Jaeger's own replacement, which a module that requires it does not inherit.
replace github.com/Shopify/sarama => github.com/Shopify/sarama v1.33.0
