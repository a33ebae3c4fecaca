/**
 * What this n8n process remembers until it stops. Everything that a module remembers in a `Map` or a `Set` is
 * created through `processMemory`, so that a test can begin like a process that has just started.
 * A `WeakMap` or `WeakSet` of n8n's contexts isn't: it ends with them, and each test has its own.
 */
interface Memory {
	clear(): void;
}

const memories: Memory[] = [];

/** Returns the memory it is given: `const claims = processMemory(new Map<string, Claim>())`. */
export function processMemory<M extends Memory>(memory: M): M {
	memories.push(memory);
	return memory;
}

/** Limits a memory to its latest keys. */
export function dropOldest(memory: Map<string, unknown> | Set<string>, most: number): void {
	for (const key of memory.keys()) {
		if (memory.size <= most) return;
		memory.delete(key);
	}
}

/** Only for tests, which call it before each test: as if n8n had just started. */
export function forgetProcess(): void {
	for (const memory of memories) memory.clear();
}
