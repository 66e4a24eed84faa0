using System.Text;

namespace Guidon.Integrations.Common;

/// <summary>HTTP Basic with a key as the user and no password.</summary>
internal static class BasicAuth
{
    internal static KeyValuePair<string, string> Header(string key) =>
        new("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
}
