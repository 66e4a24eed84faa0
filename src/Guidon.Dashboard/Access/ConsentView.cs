using Guidon.Contracts;

namespace Guidon.Dashboard.Access;

/// <summary>What a person decides about an application, or has decided.</summary>
/// <param name="Who">The person's e-mail address.</param>
/// <param name="Asked">What the application asks for; <see langword="null"/> when nothing is to be decided.</param>
/// <param name="Problem">Why it cannot be decided; <see langword="null"/> when it can.</param>
/// <param name="Onward">Where the browser goes now that it is decided; <see langword="null"/> before.</param>
public sealed record ConsentView(string Who, ConsentAnswer? Asked, string? Problem, string? Onward)
{
    /// <summary>The machine that learns the decision, as a person can know it.</summary>
    internal string Place => Asked is null || !Uri.TryCreate(Asked.RedirectUri, UriKind.Absolute, out var uri) ? "" : uri.Authority.Length == 0 ? $"an app on this device ({uri.Scheme}:)" : uri.IsLoopback ? $"a program on this computer ({uri.Authority})" : uri.Authority;
}
