using System.Buffers;

namespace Guidon.Server;

/// <summary>
/// The rest of a body that was refused. A connection that closes on bytes it has not read is reset, and a reset can overtake the answer:
/// a caller that reads only after it has sent everything would never learn why it was refused.
/// </summary>
internal static class RefusedBody
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends the answer, then reads on until the caller is done or out of patience.</summary>
    internal static async Task DrainAsync(HttpContext http)
    {
        await http.Response.CompleteAsync();
        // Who asked before sending has its answer and sends nothing.
        if (http.Request.Headers.Expect.Count > 0) return;
        using var patience = new CancellationTokenSource(s_patience);
        var buffer = ArrayPool<byte>.Shared.Rent(65_536);
        try
        {
            while (await http.Request.Body.ReadAsync(buffer, patience.Token) > 0)
            {
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            http.Abort();   // more than anybody waits for, or gone: the answer was given
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
