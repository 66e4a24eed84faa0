namespace Guidon.Server.Tests.Crashes;

/// <summary>One change that an author asks for.</summary>
/// <param name="Tag">Of the author's own making; stands in what the change writes or takes away, so its rows, records and events are known by it.</param>
/// <param name="Method">Of the request.</param>
/// <param name="Path">Of the request.</param>
/// <param name="Body">Of the request; none for <see langword="null"/>.</param>
/// <param name="Shape">Its audit records, as <see cref="RecordGroup.Shape"/> says them, when it is whole.</param>
public sealed record Mutation(string Tag, string Method, string Path, object? Body, string Shape)
{
    /// <summary>What the audit log is searched for: a tag is made once and goes once.</summary>
    public string Key => $"{Tag}: {Shape}";
}
