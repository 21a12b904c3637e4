/**
 * A device has a second token, which opens the doors of tools' own telemetry and no others: exporters cannot
 * sign. It is a row of its own, named after the device.
 */
export const telemetrySuffix = "_otlp";

/** @param id public id of the device */
export const telemetryTokenId = (id: string): string => id + telemetrySuffix;
