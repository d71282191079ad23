#include "format/xml.h"

#include <gtest/gtest.h>

#include "format/limits.h"

namespace firn::format {
namespace {

using namespace std::string_view_literals;

void ExpectInvalid(std::string_view text) {
  const auto parsed = XmlDocument::Parse(text);
  ASSERT_FALSE(parsed) << text;
  EXPECT_EQ(parsed.error().kind, Kind::kInvalid);
}

std::string TextOf(std::string_view text) {
  const auto parsed = XmlDocument::Parse(text);
  EXPECT_TRUE(parsed) << text << (parsed ? "" : parsed.error().message);
  return parsed ? std::string(parsed->root().text()) : "";
}

TEST(XmlWriter, WritesElementsAttributesAndText) {
  XmlWriter xml;
  xml.Declaration();
  xml.Open("ListBucketResult");
  xml.Attribute("xmlns", "http://s3.amazonaws.com/doc/2006-03-01/");
  xml.Element("Name", "b");
  xml.Open("Empty");
  xml.Close();
  xml.Element("Prefix", "");
  xml.Close();
  EXPECT_EQ(
      xml.text(),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult "
      "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name><Empty/><Prefix></Prefix>"
      "</ListBucketResult>");
}

TEST(XmlWriter, EscapesSoThatEverythingReadsBack) {
  const std::string text = "<a> & \"b\" 'c' \r\n\t ]]> \xc3\xa9";
  XmlWriter xml;
  xml.Open("k");
  xml.Attribute("a", text);
  xml.Text(text);
  xml.Close();
  const auto parsed = XmlDocument::Parse(xml.text());
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->root().text(), text);
  EXPECT_EQ(parsed->root().Attribute("a"), text);
  XmlWriter control;
  control.Element("k",
                  "a\x01"
                  "b\0c"sv);
  EXPECT_EQ(control.Take(), "<k>a?b?c</k>");
}

TEST(XmlDocument, ShowsNamesWithoutPrefix) {
  const auto parsed = XmlDocument::Parse(
      "<?xml version=\"1.0\"?><s:Delete xmlns:s=\"u\" "
      "s:kind=\"x\"><s:Object><Key>a</Key></s:Object>text"
      "<Object><Key>b</Key></Object><Quiet>true</Quiet></s:Delete>\n");
  ASSERT_TRUE(parsed) << parsed.error().message;
  const XmlElement root = parsed->root();
  EXPECT_EQ(root.name(), "Delete");
  EXPECT_EQ(root.children().size(), 3u);
  ASSERT_EQ(root.Children("Object").size(), 2u);
  EXPECT_EQ(root.Children("Object")[1].Child("Key")->text(), "b");
  EXPECT_EQ(root.Child("Quiet")->text(), "true");
  EXPECT_EQ(root.Attribute("s:kind"), "x");
  EXPECT_EQ(root.Attribute("kind"), std::nullopt);
  EXPECT_FALSE(root.Child("Missing"));
  EXPECT_TRUE(root.Children("Missing").empty());
  EXPECT_EQ(root.text(), "text");
}

TEST(XmlDocument, KeepsTextAsItIs) {
  EXPECT_EQ(TextOf("<k> a b </k>"), " a b ");
  EXPECT_EQ(TextOf("<k> </k>"), " ");
  EXPECT_EQ(TextOf("<k/>"), "");
  EXPECT_EQ(TextOf("<k>a&amp;&lt;&gt;&quot;&apos;&#65;&#x42;&#10;</k>"), "a&<>\"'AB\n");
  EXPECT_EQ(TextOf("<k><![CDATA[<&>]]></k>"), "<&>");
  EXPECT_EQ(TextOf("<k>a<!-- & --><![CDATA[b&]]>c<x>no</x>d</k>"), "ab&cd");
  EXPECT_EQ(TextOf("\xef\xbb\xbf<k>a</k>"), "a");
}

TEST(XmlDocument, RefusesWhatIsMalformed) {
  for (const auto text :
       {""sv, " "sv, "text"sv, "<a>"sv, "<a></b>"sv, "<a><b></a></b>"sv, "<a b=1/>"sv,
        "<a b=\"1/>"sv, "<a/><b/>"sv, "<a>\0</a>"sv, "<a>\xff</a>"sv, "<a"sv, "</a>"sv, "<>x</>"sv,
        "<a><![CDATA[x</a>"sv, "<a><!-- x</a>"sv}) {
    ExpectInvalid(text);
  }
}

TEST(XmlDocument, RefusesDocumentTypesAndEntities) {
  ExpectInvalid("<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>");
  ExpectInvalid("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>");
  ExpectInvalid("<!DOCTYPE a><a/>");
  for (const auto reference :
       {"&e;", "&", "& ", "&amp", "&;", "&#;", "&#x;", "&#0;", "&#x1;", "&#xD800;", "&#xFFFE;",
        "&#x110000;", "&#99999999999;", "&#-5;", "&#6g;", "&AMP;"}) {
    ExpectInvalid("<a>" + std::string(reference) + "</a>");
    ExpectInvalid("<a b=\"" + std::string(reference) + "\"/>");
  }
}

TEST(XmlDocument, BoundsTheDepth) {
  const auto nested = [](size_t depth) {
    std::string text;
    for (size_t i = 0; i < depth; ++i) text += "<a>";
    for (size_t i = 0; i < depth; ++i) text += "</a>";
    return text;
  };
  EXPECT_TRUE(XmlDocument::Parse(nested(kXmlDepthMax)));
  ExpectInvalid(nested(kXmlDepthMax + 1));
  ExpectInvalid(nested(500'000));
}

TEST(XmlDocument, SurvivesEveryTruncationAndFlip) {
  const std::string text =
      "<?xml version=\"1.0\"?><a b=\"c&amp;\"><!-- x --><d>e<![CDATA[f]]></d></a>";
  for (size_t size = 0; size < text.size(); ++size)
    ExpectInvalid(std::string_view(text).substr(0, size));
  for (size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string flipped = text;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << bit % 8);
    const auto parsed = XmlDocument::Parse(flipped);
    EXPECT_LE(parsed ? parsed->root().children().size() : 0, 10u);
  }
}

}  // namespace
}  // namespace firn::format
