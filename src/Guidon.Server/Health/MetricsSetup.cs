using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Guidon.Server.Health;

/// <summary>What <c>GET /metrics</c> shows: the meters of all rooms and of the web server.</summary>
internal static class MetricsSetup
{
    // The library's own buckets begin at 5 and mean milliseconds; ours are seconds, from a group commit to a day behind.
    private static readonly double[] s_secondsBuckets =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 86_400];

    private static readonly double[] s_bytesBuckets = [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    internal static MeterProvider Build(MetricsOptions options)
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("guidon", serviceVersion: ServerVersion.Text))
            .AddMeter("Guidon.*", "Microsoft.AspNetCore.Server.Kestrel")
            .AddView(instrument => instrument.Unit switch
            {
                "s" => new ExplicitBucketHistogramConfiguration { Boundaries = s_secondsBuckets, CardinalityLimit = options.SeriesMax },
                "By" => new ExplicitBucketHistogramConfiguration { Boundaries = s_bytesBuckets, CardinalityLimit = options.SeriesMax },
                _ => new MetricStreamConfiguration { CardinalityLimit = options.SeriesMax },
            })
            .AddPrometheusExporter();
        if (options.RequestNames) builder.AddMeter("Microsoft.AspNetCore.Hosting", RequestNames.MeterName);
        if (options.OtlpEndpoint.Length > 0) builder.AddOtlpExporter((otlp, reader) => Push(options, otlp, reader));
        return builder.Build();
    }

    private static void Push(MetricsOptions options, OtlpExporterOptions otlp, MetricReaderOptions reader)
    {
        var address = new Uri(options.OtlpEndpoint);
        otlp.Protocol = options.IsOtlpHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        otlp.Endpoint = options.IsOtlpHttp && address.AbsolutePath == "/" ? new Uri(address, "/v1/metrics") : address;   // Source: OTLP specification, OTLP/HTTP request
        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.OtlpSeconds * 1_000;
    }
}
