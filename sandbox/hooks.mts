import { type HookKind, type HookSpec } from './hook-spec.mts';
import { type Hook } from './types.mts';

type Saved<K extends HookKind> = Extract<HookSpec, { kind: K }> & { id: string };

const limit = 100;

/** The webhooks that were set up in the dashboards of the providers. */
export class Hooks {
	readonly #hooks = new Map<string, HookSpec & { id: string }>();
	#count = 0;

	add(spec: HookSpec): string {
		if (this.#hooks.size >= limit) throw new Error(`There are ${limit} hooks already.`);
		const id = `hook-${++this.#count}`;
		this.#hooks.set(id, { ...spec, id });
		return id;
	}

	/** The hooks of one kind, with their secrets. */
	of<K extends HookKind>(kind: K): Saved<K>[] {
		return [...this.#hooks.values()].filter((hook): hook is Saved<K> => hook.kind === kind);
	}

	/** What a dashboard shows: no secrets. */
	list(): Hook[] {
		return [...this.#hooks.values()].map((hook) => ({
			id: hook.id,
			kind: hook.kind,
			url: hook.url,
			...('events' in hook && hook.events && { events: [...hook.events] }),
			...('format' in hook && hook.format && { format: hook.format }),
		}));
	}

	remove(id: string): void {
		if (!this.#hooks.delete(id)) throw new Error(`There is no hook "${id}".`);
	}

	clear(): void {
		this.#hooks.clear();
		this.#count = 0;
	}
}
