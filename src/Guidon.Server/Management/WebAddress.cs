namespace Guidon.Server.Management;

/// <summary>Addresses of pages that people are shown and the server never asks; what it asks goes through the delivery's guard.</summary>
internal static class WebAddress
{
    /// <returns><see langword="null"/> when it is none of http or https, or holds a password.</returns>
    internal static Uri? Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.Host.Length > 0 && uri.UserInfo.Length == 0 ? uri : null;
}
