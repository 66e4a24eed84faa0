using System.Net;
using System.Net.Http;

namespace Guidon.Delivery;

/// <summary>A body that knows whether it was on its way, so that an attempt without an answer can be told from one that never left.</summary>
/// <param name="bytes">As they are sent.</param>
internal sealed class OutgoingContent(ReadOnlyMemory<byte> bytes) : HttpContent
{
    private int _hasLeft;

    internal bool HasLeft => Volatile.Read(ref _hasLeft) == 1;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _hasLeft, 1);
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes.Length;
        return true;
    }
}
