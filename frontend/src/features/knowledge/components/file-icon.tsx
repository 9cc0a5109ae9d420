import { File, FileCode2, FileImage, FileSpreadsheet, FileText, Globe, Mail, Presentation } from 'lucide-react';
import { createElement } from 'react';

/** A picture of what kind of file it is. Its name says the same. */
export function FileIcon({ mediaType, className }: { mediaType: string; className: string }) {
  return createElement(iconOf(mediaType), { className, 'aria-hidden': true });
}

function iconOf(mediaType: string) {
  if (mediaType.startsWith('image/')) return FileImage;
  if (/spreadsheet|excel|csv|tab-separated/.test(mediaType)) return FileSpreadsheet;
  if (/presentation|powerpoint/.test(mediaType)) return Presentation;
  if (mediaType === 'text/html') return Globe;
  if (mediaType === 'message/rfc822') return Mail;
  if (/json|xml|x-|javascript/.test(mediaType)) return FileCode2;
  if (/^text\/|pdf|word|document|rtf|epub/.test(mediaType)) return FileText;
  return File;
}
