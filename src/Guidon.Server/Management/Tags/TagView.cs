using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Tags;

/// <summary>Finds and shows tags.</summary>
internal static class TagView
{
    /// <summary>The tag that the path names; <see langword="null"/> when there is no such thing for the caller.</summary>
    internal static Tag? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (plane.FindProject(caller, http.PathId("project")) is not { } project) return null;
        var id = http.PathId("tag");
        return plane.Tags.SingleOrDefault(each => each.Id == id && each.ProjectId == project.Id);
    }

    internal static IReadOnlyList<TagAnswer> Show(IReadOnlyList<Tag> tags) => [.. tags.Select(Show)];

    internal static TagAnswer Show(Tag tag) =>
        new(tag.Id, tag.Uuid, tag.Label, tag.Color, tag.Description, tag.ProjectId, tag.IsPermanent, tag.IsSystemTag, tag.Type);

    internal static Reply Answer(int status, Tag tag) => Reply.Of(status, Show(tag), ContractsJson.Default.TagAnswer);
}
