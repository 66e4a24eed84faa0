using System.Text.Json;

namespace Guidon.Receivers;

/// <summary>What the vendor would keep of one record.</summary>
/// <param name="Project">The key that it came with.</param>
/// <param name="Key">What the vendor deduplicates by; a number when it does not.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Kind">The event's name or the call's type.</param>
/// <param name="ShownAt">The time that the vendor would show.</param>
/// <param name="Properties">As they came.</param>
/// <param name="ArrivedAt">When it was taken.</param>
public sealed record Row(string Project, string Key, string User, string Kind, DateTimeOffset ShownAt, JsonElement Properties, DateTimeOffset ArrivedAt);
