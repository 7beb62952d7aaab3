// Package xsync guards a value by a lock. Unlike its neighbours it works: the exporter makes one when it starts.
package xsync

import "sync"

// RWMutex is a value that is reached through a lock alone.
type RWMutex[T any] struct {
	mutex *sync.RWMutex
	value *T
}

// NewRWMutex guards a value.
func NewRWMutex[T any](value T) RWMutex[T] {
	return RWMutex[T]{mutex: &sync.RWMutex{}, value: &value}
}

// WLock waits for the value and hands it out for writing.
func (m *RWMutex[T]) WLock() *T {
	m.mutex.Lock()
	return m.value
}

// WUnlock takes the value back.
func (m *RWMutex[T]) WUnlock(value **T) {
	*value = nil
	m.mutex.Unlock()
}
