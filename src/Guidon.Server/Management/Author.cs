using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>Who makes a change, by the name that receivers are told.</summary>
internal static class Author
{
    private const int PrefixChars = 8;

    /// <summary>The name of the master API key of a request that was let in; empty when it carries none.</summary>
    internal static string Of(ControlPlane plane, HttpContext http)
    {
        var key = ((string?)http.Request.Headers.Authorization ?? "").Split(' ', 2)[^1].Trim().Split('.')[0];
        var prefix = key[..Math.Min(PrefixChars, key.Length)];
        return plane.MasterApiKeys.Where(known => known.Prefix == prefix).Select(known => known.Name).SingleOrDefault() ?? "";
    }
}
