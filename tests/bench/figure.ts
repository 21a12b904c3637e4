/** One measured number, beside what it is compared with in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly besides?: string;
  readonly ratio?: number;
  readonly target: string;
}

export function figureLine({ name, value, unit, besides, ratio, target }: Figure): string {
  const shown = value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toFixed(2);
  const compared = ratio === undefined ? "" : `, ratio ${ratio.toFixed(2)}`;
  return `| ${name} | ${shown} ${unit}${compared} | ${target} | ${besides ?? ""} |`;
}
