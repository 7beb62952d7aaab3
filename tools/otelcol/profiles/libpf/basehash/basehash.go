// Package basehash has the names that the exporter to Elasticsearch is compiled against; see libpf.
package basehash

const noProfiles = "this collector was built without profiles"

// Hash128 names a stack.
type Hash128 struct{}

// New128 panics.
func New128(uint64, uint64) Hash128 { panic(noProfiles) }

// New128FromBytes panics.
func New128FromBytes([]byte) (Hash128, error) { panic(noProfiles) }

// Base64 panics.
func (Hash128) Base64() string { panic(noProfiles) }

// Bytes panics.
func (Hash128) Bytes() []byte { panic(noProfiles) }
