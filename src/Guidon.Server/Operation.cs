using System.Reflection;
using Guidon.Server.Management;

namespace Guidon.Server;

/// <summary>One method of one path.</summary>
/// <param name="InvokeAsync">Guards and answers.</param>
/// <param name="Code">What answers, behind the guard; the API's document is read off it.</param>
/// <param name="Entrance">Who is let in.</param>
/// <param name="Permission">What they need where the path leads; <see langword="null"/> when nothing, or when the endpoint asks.</param>
internal sealed record Operation(RequestDelegate InvokeAsync, MethodInfo Code, Entrance Entrance, Permission? Permission = null)
{
    /// <summary>For everybody.</summary>
    internal static Operation Open(RequestDelegate endpoint) => new(endpoint, endpoint.Method, Entrance.Open);
}
