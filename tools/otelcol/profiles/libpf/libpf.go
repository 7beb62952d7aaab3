// Package libpf has the names of the module of that path which the exporter to Elasticsearch is compiled against. That
// module is not published. It matters for profiles alone, which our pipelines do not have: whatever would work on one
// panics.
package libpf

const noProfiles = "this collector was built without profiles"

// FileID names an executable.
type FileID struct{}

// AddressOrLineno is a place in a file.
type AddressOrLineno uint64

// FrameType is the kind of a stack frame.
type FrameType byte

// NewFileID panics.
func NewFileID(uint64, uint64) FileID { panic(noProfiles) }

// FileIDFromBytes panics.
func FileIDFromBytes([]byte) (FileID, error) { panic(noProfiles) }

// FileIDFromString panics.
func FileIDFromString(string) (FileID, error) { panic(noProfiles) }

// FrameTypeFromString panics.
func FrameTypeFromString(string) FrameType { panic(noProfiles) }

// Bytes panics.
func (FileID) Bytes() []byte { panic(noProfiles) }

// IsZero panics.
func (FileID) IsZero() bool { panic(noProfiles) }

// Base64 panics.
func (FileID) Base64() string { panic(noProfiles) }

// IsError panics.
func (FrameType) IsError() bool { panic(noProfiles) }
