namespace Guidon.Server.Tests.Metrics;

/// <summary>
/// Reads what OTLP carries in protobuf, by the numbers of its fields and without a library: opentelemetry/proto/collector/metrics/v1.
/// </summary>
internal sealed class OtlpMetrics
{
    internal Dictionary<string, string> Resource { get; } = [];

    /// <summary>By name: the unit, and how many points there are.</summary>
    internal Dictionary<string, (string Unit, int Points)> Metrics { get; } = [];

    internal static OtlpMetrics Read(byte[] request)
    {
        var read = new OtlpMetrics();
        foreach (var resource in Fields(request, 1))   // ExportMetricsServiceRequest.resource_metrics
        {
            foreach (var attribute in Fields(resource, 1).SelectMany(each => Fields(each, 1))) read.Resource[Text(Fields(attribute, 1).Single())] = Fields(attribute, 2).SelectMany(value => Fields(value, 1)).Select(Text).SingleOrDefault("");
            foreach (var metric in Fields(resource, 2).SelectMany(scope => Fields(scope, 2)))
            {
                var points = ((int[])[5, 7, 9]).SelectMany(kind => Fields(metric, kind)).SelectMany(data => Fields(data, 1)).Count();   // gauge, sum, histogram
                read.Metrics[Text(Fields(metric, 1).Single())] = (Fields(metric, 3).Select(Text).SingleOrDefault(""), points);
            }
        }

        return read;
    }

    private static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    // The length-delimited fields with this number.
    private static IEnumerable<byte[]> Fields(byte[] message, int number)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var (field, type) = ((int)(tag >> 3), (int)(tag & 7));
            if (type == 2)
            {
                var length = (int)Varint(message, ref at);
                if (field == number) yield return message[at..(at + length)];
                at += length;
            }
            else if (type == 0) Varint(message, ref at);
            else at += type == 1 ? 8 : type == 5 ? 4 : throw new InvalidDataException($"wire type {type}");
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
