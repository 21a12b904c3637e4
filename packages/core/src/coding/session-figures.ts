import { type CallPosition, comparePositions, positionOf } from "./call-position.ts";
import { type CallSums, countCall, noSums, sumNames } from "./call-sums.ts";
import type { PlacedCall } from "./placed-call.ts";

/**
 * What a session adds up to. Sums and models' calls and tokens can be added to and taken from; a model's
 * first use cannot be taken away, being a minimum: whoever removes the call it stands on adds the rest up
 * again.
 */
export interface SessionFigures extends Readonly<CallSums> {
  /** Most calls first, then most tokens, then first used: the first is the session's model. */
  readonly models: readonly ModelUse[];
}

export interface ModelUse {
  readonly model: string;
  readonly calls: number;
  /** In and out. */
  readonly tokens: number;
  readonly first: CallPosition;
}

type Mutable<Shape> = { -readonly [Member in keyof Shape]: Shape[Member] };

/** Adds calls and figures up, in any order. */
export class FiguresTally {
  private readonly sums: CallSums;
  private readonly models: Map<string, Mutable<ModelUse>>;

  /** @param start figures to add to; they themselves stay as they are */
  constructor(start?: SessionFigures) {
    this.sums = noSums();
    if (start) for (const name of sumNames) this.sums[name] = start[name];
    this.models = new Map(start?.models.map((use) => [use.model, { ...use }]));
  }

  addCall(call: PlacedCall): void {
    countCall(this.sums, call, 1);
    const use = this.useOf(call.model, call);
    use.calls++;
    use.tokens += call.tokensIn + call.tokensOut;
  }

  /** Puts a call in the place of another with the same position and model. */
  replaceCall(before: PlacedCall, after: PlacedCall): void {
    countCall(this.sums, before, -1);
    countCall(this.sums, after, 1);
    const use = this.useOf(after.model, after);
    use.tokens += after.tokensIn + after.tokensOut - before.tokensIn - before.tokensOut;
  }

  addFigures(figures: SessionFigures): void {
    for (const name of sumNames) this.sums[name] += figures[name];
    for (const { model, calls, tokens, first } of figures.models) {
      const use = this.useOf(model, first);
      use.calls += calls;
      use.tokens += tokens;
    }
  }

  figures(): SessionFigures {
    const models = Array.from(this.models.values(), (use) => ({ ...use }));
    return { ...this.sums, models: models.length < 2 ? models : models.toSorted(compareModels) };
  }

  private useOf(model: string, first: CallPosition): Mutable<ModelUse> {
    let use = this.models.get(model);
    if (!use) {
      this.models.set(model, (use = { model, calls: 0, tokens: 0, first: positionOf(first) }));
    } else if (comparePositions(first, use.first) < 0) use.first = positionOf(first);
    return use;
  }
}

const compareModels = (a: ModelUse, b: ModelUse): number =>
  b.calls - a.calls || b.tokens - a.tokens || comparePositions(a.first, b.first);

export function sameFigures(a: SessionFigures, b: SessionFigures): boolean {
  return (
    sumNames.every((name) => a[name] === b[name]) &&
    a.models.length === b.models.length &&
    a.models.every((use, at) => {
      const other = b.models[at]!;
      return (
        use.model === other.model &&
        use.calls === other.calls &&
        use.tokens === other.tokens &&
        comparePositions(use.first, other.first) === 0
      );
    })
  );
}
