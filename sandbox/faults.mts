import { type FaultSpec, readFault } from './fault-spec.mts';

export interface ArmedFault {
	id: string;
	spec: FaultSpec;
	/** How many more matching requests pass first. */
	skip: number;
	/** How many more requests it will hit. */
	left: number;
}

interface Target {
	wire: string;
	method: string;
	path: string;
}

export interface Hit {
	latencyMs: number;
	/** The fault to name in the record: a latency only when it is the only fault. */
	id?: string;
	fault?: ArmedFault;
}

function matches({ wire, method, path }: FaultSpec, target: Target): boolean {
	return (
		(wire === undefined || wire === target.wire) &&
		(method === undefined || method.toUpperCase() === target.method) &&
		(path === undefined || target.path.includes(path))
	);
}

/** The armed faults. */
export class Faults {
	#armed: ArmedFault[] = [];
	#count = 0;

	arm(value: unknown): ArmedFault {
		const spec = readFault(value);
		const fault = {
			id: `${spec.kind}-${++this.#count}`,
			spec,
			skip: spec.skip ?? 0,
			left: spec.times ?? 1,
		};
		// A refused connection never becomes a request: the listener handles this kind.
		if (spec.kind !== 'refuse') this.#armed.push(fault);
		return fault;
	}

	/**
	 * The faults that hit this request: every matching latency, and the first match of another kind.
	 * The others stay armed, so that two faults for the same path hit two requests.
	 */
	hit(target: Target): Hit {
		const hit: Hit = { latencyMs: 0 };
		for (const fault of this.#armed.filter(({ spec }) => matches(spec, target))) {
			if (fault.skip > 0) {
				fault.skip--;
				continue;
			}
			if (fault.spec.kind === 'latency') {
				hit.latencyMs += fault.spec.ms ?? 0;
				hit.id ??= fault.id;
			} else {
				if (hit.fault) continue;
				hit.fault = fault;
				hit.id = fault.id;
			}
			fault.left--;
		}
		this.#armed = this.#armed.filter(({ left }) => left > 0);
		return hit;
	}

	list(): ArmedFault[] {
		return structuredClone(this.#armed);
	}

	clear(): void {
		this.#armed = [];
	}
}
