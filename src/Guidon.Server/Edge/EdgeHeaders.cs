using Guidon.Flags;
using Microsoft.Extensions.Primitives;

namespace Guidon.Server.Edge;

/// <summary>The headers that flag, identity and document answers share.</summary>
internal static class EdgeHeaders
{
    private const string UpdatedAt = "X-Flagsmith-Document-Updated-At";

    // The original's Vary names a header that does not exist, so shared caches could mix environments; this one is right.
    private static readonly StringValues s_vary = "X-Environment-Key, Origin, Accept-Encoding";
    private static readonly StringValues s_cacheControl = "no-cache, private";

    internal static void Write(HttpResponse response, LiveEnvironment environment)
    {
        var headers = response.Headers;
        headers[UpdatedAt] = environment.UpdatedAtSeconds;
        headers.Vary = s_vary;
        headers.CacheControl = s_cacheControl;
    }
}
