using System.Text;
using Guidon.Flags;

namespace Guidon.Server.Realtime;

/// <summary>The last change of one environment, rendered once for all its subscribers.</summary>
/// <param name="Frame">The whole event, as it travels.</param>
/// <param name="Newer">Ends when there is something newer that subscribers are to be told of.</param>
internal sealed record News(ReadOnlyMemory<byte> Frame, TaskCompletionSource Newer)
{
    /// <summary>
    /// The number is the text that stands in the header of flag answers: whoever compares the two must never find the event newer.
    /// Clients come back after a second: streams end often, and nobody hears of changes while disconnected.
    /// </summary>
    internal static byte[] Render(LiveEnvironment environment) =>
        Encoding.ASCII.GetBytes($"event: environment_updated\ndata: {{\"updated_at\": {environment.UpdatedAtSeconds}}}\nretry: 1000\n\n");
}
