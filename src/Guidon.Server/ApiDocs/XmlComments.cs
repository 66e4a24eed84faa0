using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Guidon.Server.ApiDocs;

/// <summary>The documentation comments of our own rooms, as the compiler wrote them beside the assemblies. Where a file is missing, nothing is said.</summary>
internal sealed partial class XmlComments
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    /// <param name="assemblies">Whose files are read.</param>
    internal XmlComments(params IEnumerable<Assembly> assemblies)
    {
        foreach (var path in assemblies.Select(each => Path.Combine(AppContext.BaseDirectory, each.GetName().Name + ".xml")).Where(File.Exists))
        {
            foreach (var member in XDocument.Load(path).Descendants("member")) _members[(string?)member.Attribute("name") ?? ""] = member;
        }
    }

    internal string Of(Type type) => Summary($"T:{NameOf(type)}");

    /// <summary>Of a method that has no namesake; empty for others.</summary>
    internal string Of(MethodInfo method)
    {
        var name = $"M:{NameOf(method.DeclaringType ?? typeof(object))}.{method.Name}";
        return _members.Keys.Where(key => key == name || key.StartsWith(name + "(", StringComparison.Ordinal)).Take(2).ToArray() is [var only] ? Summary(only) : "";
    }

    /// <summary>Of a property; for one that a record's head declares, of that parameter.</summary>
    internal string Of(Type type, string property)
    {
        var own = Summary($"P:{NameOf(type)}.{property}");
        if (own.Length > 0) return own;
        var parameter = _members.GetValueOrDefault($"T:{NameOf(type)}")?.Elements("param").FirstOrDefault(each => (string?)each.Attribute("name") == property);
        return parameter is null ? "" : Text(parameter);
    }

    private string Summary(string member) => _members.GetValueOrDefault(member)?.Element("summary") is { } summary ? Text(summary) : "";

    private static string NameOf(Type type) => ((type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? "").Replace('+', '.');

    private static string Text(XElement element) => Spaces().Replace(string.Concat(element.Nodes().Select(Word)), " ").Trim();

    private static string Word(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" or "paramref" } link => ((string?)link.Attribute("langword") ?? (string?)link.Attribute("name") ?? (string?)link.Attribute("cref") ?? "").Split('(')[0].Split('.', ':')[^1],
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => Text(other),
        XText text => text.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
